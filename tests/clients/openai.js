// OpenAI's official Node client: three lines, and the base URL is the only one that changes.
// usage: node openai.js URL KEY
import OpenAI from 'openai';

const [url, key] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const refusal = (promise) => promise.then(() => null, (error) => ({ kind: error.constructor.name, status: error.status, code: error.code, message: error.message }));
console.log(JSON.stringify({
  one: await client.moderations.create({ input: 'You vermin!' }),
  several: await client.moderations.create({ model: 'omni-moderation-latest', input: ['Good day.', 'You vermin!'] }),
  parts: await client.moderations.create({
    input: [{ type: 'text', text: 'Good day.' }, { type: 'image_url', image_url: { url: 'https://example.org/a.png' } }],
  }),
  badKey: await refusal(new OpenAI({ baseURL: `${url}/v1`, apiKey: 'nobody', maxRetries: 0 }).moderations.create({ input: 'x' })),
  badRequest: await refusal(client.moderations.create({ input: [] })),
}));
