'use strict';

// A bot of webex-node-bot-framework that says which callbacks it takes, until it is killed:
// HYDRA_SERVICE_URL=<base>/v1 WEBEX_ACCESS_TOKEN=... WEBHOOK_SECRET=... node client.js
const { report, required, until } = require('../lib/report');
const { listen } = require('../lib/endpoint');
const { accessToken } = require('../lib/webex');
const webhookSecret = required('WEBHOOK_SECRET');

const Framework = require('webex-node-bot-framework');
const webhookHandler = require('webex-node-bot-framework/webhook');

async function main() {
  let handle;
  const url = await listen((req, res) => handle(req, res));
  const framework = new Framework({ token: accessToken, webhookSecret, webhookUrl: `${url}/bot`, maxStartupSpaces: 0 });
  const receive = webhookHandler(framework);

  // The framework says why it ignores a callback only to its debugger, before the handler returns.
  let complaint;
  framework.debugger = (message) => (complaint = message);
  handle = (req, res) => {
    complaint = undefined;
    const done = receive(req, res);
    const { name, resource, event } = req.body;
    report({ callback: `${resource}.${event}`, name, accepted: complaint === undefined, reason: complaint });
    return done;
  };

  for (const emitted of ['messageDeleted', 'membershipDeleted']) {
    framework.on(emitted, (data) => report({ emitted, data }));
  }

  await framework.start();
  await until('both webhooks', () => framework.cardsWebhook.id);
  const { items } = await framework.getWebexSDK().webhooks.list();
  report({ ready: true, url: `${url}/bot`, webhooks: items });
}

main().catch((error) => {
  report({ ready: false, error: error.stack ?? String(error) });
  process.exit(1);
});
