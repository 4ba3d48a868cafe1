-- wrk: comments:analyze with the six attributes of Perspective. Arguments: key, doNotStore (true or false), seed of the texts.
local folder = debug.getinfo(1, "S").source:match("^@(.*)/") or "."
package.path = folder .. "/?.lua;" .. package.path
local comments = require("comments")
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("thread", threads)
end

function init(args)
  path = "/v1alpha1/comments:analyze?key=" .. args[1]
  tail = '"},"languages":["en"],"doNotStore":' .. args[2] .. ',"requestedAttributes":{"TOXICITY":{},"SEVERE_TOXICITY":{},'
    .. '"IDENTITY_ATTACK":{},"INSULT":{},"PROFANITY":{},"THREAT":{}}}'
  comments.seed(tonumber(args[3]) * 100 + thread)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  return wrk.format(nil, path, nil, '{"comment":{"text":"' .. comments.next() .. tail)
end
