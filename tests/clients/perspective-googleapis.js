// Google's Node client, built from our discovery document as Google's samples and OSMod build it from Google's.
// usage: node perspective-googleapis.js URL KEY
import { google } from 'googleapis';

const [url, key] = process.argv.slice(2);
const client = await google.discoverAPI(`${url}/$discovery/rest?version=v1alpha1`);

const analyzed = await client.comments.analyze({
  key,
  resource: {
    comment: { text: 'A fine day. You vermin!' },
    languages: ['en'],
    requestedAttributes: { TOXICITY: {}, IDENTITY_ATTACK: { scoreThreshold: 0.5 }, THREAT: { scoreThreshold: 0.5 } },
    spanAnnotations: true,
    clientToken: 'osmod_request1',
  },
});

const suggested = await client.comments.suggestscore({
  key,
  resource: {
    comment: { text: 'A fine day. You vermin!' },
    attributeScores: { TOXICITY: { summaryScore: { value: 1 } } },
    communityId: 'forum',
    clientToken: 'comment:7',
  },
});

const refused = await client.comments
  .analyze({ key, resource: { comment: { text: '' }, requestedAttributes: { TOXICITY: {} } } })
  .catch((error) => ({ status: error.response.status, message: error.message, type: error.response.data.error.details[0].errorType }));

console.log(JSON.stringify({ analyzed: analyzed.data, suggested: suggested.data, refused }));
