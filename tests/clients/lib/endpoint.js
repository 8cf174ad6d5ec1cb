'use strict';

const http = require('http');

/** Listens on a free loopback port and hands each POST over as Express would: body parsed, res.status, res.send. */
async function listen(handler) {
  const server = http.createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      req.body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      res.status = (code) => Object.assign(res, { statusCode: code });
      res.send = (text) => res.end(text);
      handler(req, res);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

module.exports = { listen };
