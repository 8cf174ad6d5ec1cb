'use strict';

const { required } = require('./report');

// Every service that the SDKs would look for at Cisco is the server under test: no token leaves the machine.
const url = required('HYDRA_SERVICE_URL');
for (const service of ['ATLAS', 'CLIENT_LOGS', 'CONVERSATION', 'METRICS', 'SQDISCOVERY', 'U2C']) {
  process.env[`${service}_SERVICE_URL`] = url;
}
process.env.IDBROKER_BASE_URL = url;
process.env.IDENTITY_BASE_URL = url;

module.exports = { accessToken: required('WEBEX_ACCESS_TOKEN') };
