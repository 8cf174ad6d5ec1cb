'use strict';

// The Webex JavaScript SDK against a server: HYDRA_SERVICE_URL=<base>/v1 WEBEX_ACCESS_TOKEN=... node client.js
const assert = require('assert/strict');
const { report, step } = require('../lib/report');
const { accessToken } = require('../lib/webex');

const WebexCore = require('@webex/webex-core').default;
require('@webex/plugin-authorization');
require('@webex/plugin-logger');
require('@webex/plugin-webhooks');

const webex = new WebexCore({ credentials: { access_token: accessToken } });
const { webhooks } = webex;

const text = 'Zoë <b>&</b> "quotes" \\ \u2028 🦊';
const wanted = {
  name: `first ${text}`,
  targetUrl: 'https://example.com/callbacks?a=1&b=%20',
  resource: 'messages',
  event: 'created',
  filter: 'roomType=group&hasFiles=true',
  secret: `s3cret ${text}`,
};

async function refused(action, status, name) {
  const error = await action().then(
    () => assert.fail(`expected ${status}, got success`),
    (reason) => reason,
  );
  assert.equal(error.statusCode, status, `expected ${status}, got ${error.statusCode ?? error}`);
  assert.equal(error.name, name);
  assert.ok(error.body.message, 'the error has no message');
  assert.ok(error.body.trackingId, 'the error has no trackingId');
  return error;
}

async function allPages(options) {
  const pages = [];
  let page = await webhooks.list(options);
  pages.push(page.items);
  while (page.hasNext()) {
    page = await page.next();
    pages.push(page.items);
  }
  return pages;
}

async function main() {
  const made = [];

  await step('create', async () => {
    const webhook = await webhooks.create(wanted);
    assert.deepEqual({ ...webhook, ...wanted }, webhook);
    assert.ok(webhook.id);
    assert.equal(webhook.status, 'active');
    assert.equal(webhook.ownedBy, 'creator');
    assert.match(webhook.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    made.push(webhook);
    return { id: webhook.id };
  });

  await step('get', async () => assert.deepEqual(await webhooks.get(made[0]), made[0]));

  await step('list', async () => {
    const [items] = await allPages();
    assert.deepEqual(items.find((item) => item.id === made[0].id), made[0]);
  });

  await step('page', async () => {
    for (const name of ['second', 'third']) {
      made.push(await webhooks.create({ ...wanted, name }));
    }
    const pages = await allPages({ max: 1 });
    assert.deepEqual(pages.map((items) => items.length), [1, 1, 1]);
    assert.deepEqual(new Set(pages.flat().map((item) => item.id)), new Set(made.map((item) => item.id)));
    return { pages: pages.length };
  });

  await step('update', async () => {
    const changed = {
      ...made[0],
      name: `renamed ${text}`,
      targetUrl: 'https://example.com/elsewhere',
      secret: 'another secret',
      status: 'inactive',
    };
    assert.deepEqual(await webhooks.update(changed), changed);
    assert.deepEqual(await webhooks.get(changed.id), changed);
    assert.equal((await webhooks.update({ ...changed, status: 'active' })).status, 'active');
  });

  await step('refuse', async () => {
    const { targetUrl, ...incomplete } = wanted;
    const error = await refused(() => webhooks.create(incomplete), 400, 'BadRequest');
    assert.match(JSON.stringify(error.body), /targetUrl/, 'the error does not name the missing field');
  });

  await step('remove', async () => {
    for (const webhook of made) {
      assert.equal(await webhooks.remove(webhook), undefined);
    }
    await refused(() => webhooks.get(made[0]), 404, 'NotFound');
    await refused(() => webhooks.remove(made[0]), 404, 'NotFound');
    assert.deepEqual(await allPages(), [[]]);
  });
}

main().then(
  () => process.exit(0),
  (error) => {
    report({ step: 'unexpected', ok: false, error: error.stack });
    process.exit(1);
  },
);
