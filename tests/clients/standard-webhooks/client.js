'use strict';

// The official Standard Webhooks verifier: node client.js
// reads lines {"secret", "headers", "body" (base64)} and answers each with a line {"verified", "error"?}.
const readline = require('readline');
const { Webhook } = require('standardwebhooks');
const { report } = require('../lib/report');

function verify({ secret, headers, body }) {
  try {
    // Webex secrets are free text: one without the library's own prefix is used as its UTF-8 bytes.
    const webhook = secret.startsWith('whsec_')
      ? new Webhook(secret)
      : new Webhook(Buffer.from(secret), { format: 'raw' });
    webhook.verify(Buffer.from(body, 'base64'), headers);
    return { verified: true };
  } catch (error) {
    return { verified: false, error: error.message };
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => report(verify(JSON.parse(line))));
