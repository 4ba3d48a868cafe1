// The npm client that Coral uses. It puts the key before the host, so the names under the host must lead here: on a site a
// wildcard name does that, in this script the look-up.
// usage: node akismet-api.js URL KEY
import dns from 'node:dns';
import { createRequire } from 'node:module';

dns.lookup = (name, options, done) => {
  const answer = typeof options === 'function' ? options : done;
  return options?.all ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4);
};
const { AkismetClient } = createRequire(import.meta.url)('akismet-api');

const [url, key] = process.argv.slice(2);
const connect = (withKey) => new AkismetClient({
  key: withKey, blog: 'https://example.org', host: `rest.moderation.example:${new URL(url).port}`, protocol: 'http',
});
const client = connect(key);
const vermin = { ip: '192.0.2.1', useragent: 'Mozilla/5.0', content: 'You vermin!', name: 'Ann', email: 'ann@example.org', permalink: 'https://example.org/post' };
const kind = { ...vermin, content: 'Good day.' };
console.log(JSON.stringify({
  valid: await client.verifyKey(),
  invalid: await connect('aaaaaaaaaaaa').verifyKey(),
  vermin: await client.checkSpam(vermin),
  kind: await client.checkSpam(kind),
  guaranteed: await client.checkSpam({ ...kind, name: 'viagra-test-123' }),
  administrator: await client.checkSpam({ ...vermin, role: 'administrator' }),
  badKey: await connect('aaaaaaaaaaaa').checkSpam(kind).then(() => null, (error) => error.message),
  ham: await client.submitHam(vermin).then(() => 'thanked'),
  spam: await client.submitSpam(kind).then(() => 'thanked'),
  verminAfterHam: await client.checkSpam(vermin),
}));
