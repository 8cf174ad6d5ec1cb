'use strict';

// Runs in the browser; tells the script that started it how each step went.
const tell = (line) => fetch('/', { method: 'POST', body: JSON.stringify(line) });

async function step(name, action) {
  try {
    await action();
    await tell({ step: name, ok: true });
  } catch (error) {
    await tell({ step: name, ok: false, error: `${error.name}: ${error.message} ${JSON.stringify(error.body ?? null)}` });
    throw error;
  }
}

function same(what, came, wanted) {
  if (JSON.stringify(came) !== JSON.stringify(wanted)) {
    throw new Error(`${what} is ${JSON.stringify(came)}, not ${JSON.stringify(wanted)}`);
  }
}

async function main() {
  const { url, accessToken } = settings;
  const webex = Webex.init({
    credentials: { access_token: accessToken },
    config: {
      logger: { level: 'error' },
      services: { discovery: { hydra: url, u2c: url, sqdiscovery: url } },
    },
  });
  const { webhooks } = webex;
  const wanted = {
    name: 'from a browser 🦊',
    targetUrl: 'https://example.com/callbacks',
    resource: 'messages',
    event: 'created',
  };
  const made = [];

  await step('create', async () => {
    made.push(await webhooks.create(wanted));
    made.push(await webhooks.create({ ...wanted, name: 'second' }));
    same('the name', made[0].name, wanted.name);
  });

  // The next page is in a header that a page sees only when the server exposes it.
  await step('page', async () => {
    const first = await webhooks.list({ max: 1 });
    same('whether there is more', first.hasNext(), true);
    const second = await first.next();
    same('the pages', [...first.items, ...second.items].map((item) => item.id), [made[1].id, made[0].id]);
  });

  await step('update', async () => {
    const changed = await webhooks.update({ ...made[0], name: 'renamed' });
    same('the name', changed.name, 'renamed');
  });

  await step('refuse', async () => {
    const { targetUrl, ...incomplete } = wanted;
    const error = await webhooks.create(incomplete).then(() => undefined, (reason) => reason);
    same('the status', error?.statusCode, 400);
    if (!error.body.message.includes('targetUrl')) {
      throw new Error('the error does not name the missing field');
    }
  });

  await step('headers', async () => {
    const response = await fetch(`${url}/webhooks/nothing`, { headers: { authorization: `Bearer ${accessToken}` } });
    same('the status', response.status, 404);
    same('the tracking id', response.headers.get('TrackingID'), (await response.json()).trackingId);
  });

  await step('remove', async () => {
    for (const webhook of made) {
      await webhooks.remove(webhook);
    }
    same('what is left', (await webhooks.list()).items, []);
  });
}

main().then(
  () => tell({ step: 'end', ok: true }),
  (error) => tell({ step: 'unexpected', ok: false, error: error.stack }),
);
