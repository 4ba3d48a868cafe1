# Google's Python client, built from our discovery document. Debian has it as python3-googleapi.
# usage: python3 perspective-googleapi.py URL KEY
import json
import sys

try:
    from googleapiclient import discovery
    from googleapiclient.errors import HttpError
except ImportError:
    print("missing: the Python module 'googleapiclient' is not installed")
    sys.exit(0)

url, key = sys.argv[1:3]
client = discovery.build(
    'commentanalyzer', 'v1alpha1', developerKey=key,
    discoveryServiceUrl=url + '/$discovery/rest?version=v1alpha1')


def ask(text):
    return client.comments().analyze(body={
        'comment': {'text': text},
        'requestedAttributes': {'TOXICITY': {}},
        'languages': ['en'],
    })


analyzed = ask('You vermin!').execute()
try:
    ask('').execute()
    refused = None
except HttpError as error:
    refused = {'status': error.resp.status, 'message': json.loads(error.content)['error']['message']}

# Google's client sends many requests at once through the batch path of the document.
answers = {}
batch = client.new_batch_http_request(callback=lambda id, answer, error: answers.update({id: answer or error.resp.status}))
batch.add(ask('You vermin!'), request_id='first')
batch.add(ask(''), request_id='second')
batch.execute()

print(json.dumps({'analyzed': analyzed, 'refused': refused, 'batch': answers}))
