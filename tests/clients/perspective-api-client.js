// The npm client. Its host is a constant, so the address is changed on the way out, as a site does with its name server or proxy.
// usage: node perspective-api-client.js URL KEY
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const axios = createRequire(require.resolve('perspective-api-client'))('axios');
const Perspective = require('perspective-api-client');

const [url, key] = process.argv.slice(2);
axios.interceptors.request.use((config) => ({
  ...config,
  url: config.url.replace('https://commentanalyzer.googleapis.com', url),
}));

const client = new Perspective({ apiKey: key });
const message = (promise) => promise.then(() => 'none', (error) => error.message);
console.log(JSON.stringify({
  plain: await client.analyze('<b>You vermin!</b>'),
  several: await client.analyze('You vermin!', { attributes: ['toxicity', 'identity_attack'], doNotStore: false }),
  badKey: await message(new Perspective({ apiKey: 'nobody' }).analyze('hello')),
  unknown: await message(client.analyze('hello', { attributes: ['niceness'] })),
}));
