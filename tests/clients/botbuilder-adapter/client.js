'use strict';

// A bot of botbuilder-adapter-webex that says which callbacks it takes, until it is killed:
// HYDRA_SERVICE_URL=<base>/v1 WEBEX_ACCESS_TOKEN=... WEBHOOK_SECRET=... node client.js
const { report, required, until } = require('../lib/report');
const { listen } = require('../lib/endpoint');
const { accessToken } = require('../lib/webex');
const secret = required('WEBHOOK_SECRET');

const { WebexAdapter } = require('botbuilder-adapter-webex');

async function main() {
  let adapter;
  const url = await listen(async (req, res) => {
    const { name, resource, event } = req.body;
    const callback = { callback: `${resource}.${event}`, name };
    try {
      // The adapter answers false when the signature is wrong, and only then.
      const answer = await adapter.processActivity(req, res, async ({ activity }) => {
        report({ activity: activity.channelData.botkitEventType, data: activity.channelData.data });
      });
      report({ ...callback, accepted: answer !== false });
    } catch (error) {
      // Past the signature it fetches the message itself, which a server of webhooks alone does not have.
      report({ ...callback, accepted: true, reason: error.message });
    }
  });

  adapter = new WebexAdapter({ access_token: accessToken, public_address: url, secret });
  const { webhooks } = adapter._api;
  const { id, emails } = await adapter.getIdentity();

  adapter.registerWebhookSubscription('/bot');
  adapter.registerAdaptiveCardWebhookSubscription('/bot');
  const httpsUrl = `${url.replace('http:', 'https:')}/bot`;
  const registered = await until('both webhooks', async () => {
    const { items } = await webhooks.list();
    const ours = items.filter((webhook) => webhook.targetUrl === httpsUrl);
    return ours.length === 2 ? ours : undefined;
  });

  // The adapter turns every address into https; a proxy would end TLS here, we ask for plain http instead.
  const moved = [];
  for (const webhook of registered) {
    moved.push(await webhooks.update({ ...webhook, targetUrl: `${url}/bot` }));
  }
  report({ ready: true, url: `${url}/bot`, identity: { id, emails }, webhooks: moved });
}

main().catch((error) => {
  report({ ready: false, error: error.stack ?? String(error) });
  process.exit(1);
});
