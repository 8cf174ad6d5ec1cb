'use strict';

// The Webex JavaScript SDK in Chromium, on a page of another origin than the server's:
// HYDRA_SERVICE_URL=<base>/v1 WEBEX_ACCESS_TOKEN=... node client.js
const { spawn } = require('child_process');
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');
const { report } = require('../lib/report');
const { accessToken } = require('../lib/webex');

const files = {
  '/': ['text/html', path.join(__dirname, 'page.html')],
  '/page.js': ['text/javascript', path.join(__dirname, 'page.js')],
  '/webex.js': ['text/javascript', path.join(__dirname, 'node_modules/webex/umd/webex.min.js')],
};

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'ringback-chromium-'));
let browser;

// With all its processes, which would go on writing to the profile.
function end(code) {
  const gone = () => {
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    process.exit(code);
  };
  if (!browser?.pid) {
    gone();
  }
  browser.once('exit', gone);
  process.kill(-browser.pid, 'SIGKILL');
}

const site = http.createServer((request, response) => {
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      response.end();
      const line = JSON.parse(body);
      if (line.step === 'end') {
        end(0);
        return;
      }
      report(line);
      if (!line.ok) {
        end(1);
      }
    });
    return;
  }

  if (request.url === '/settings.js') {
    const settings = { accessToken, url: process.env.HYDRA_SERVICE_URL };
    response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`const settings = ${JSON.stringify(settings)};`);
    return;
  }

  const [type, file] = files[request.url] ?? [];
  if (file) {
    response.writeHead(200, { 'Content-Type': type });
    fs.createReadStream(file).pipe(response);
  } else {
    response.writeHead(404).end();
  }
});

process.on('SIGTERM', () => end(1));

site.listen(0, '127.0.0.1', () => {
  browser = spawn(
    'chromium',
    [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', `--user-data-dir=${profile}`,
      `http://127.0.0.1:${site.address().port}/`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], detached: true },
  );
  browser.on('error', (error) => {
    report({ step: 'browser', ok: false, error: error.message });
    end(1);
  });
});
