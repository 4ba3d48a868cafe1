-- wrk: comments:analyze with the six attributes of Perspective. The address has path and key. Arguments: doNotStore (true or false), seed of the texts.
local folder = debug.getinfo(1, "S").source:match("^@(.*)/") or "."
package.path = folder .. "/?.lua;" .. package.path
local comments = require("comments")
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("thread", threads)
end

function init(args)
  local tail = '"},"languages":["en"],"doNotStore":' .. args[1] .. ',"requestedAttributes":{"TOXICITY":{},"SEVERE_TOXICITY":{},'
    .. '"IDENTITY_ATTACK":{},"INSULT":{},"PROFANITY":{},"THREAT":{}}}'
  comments.seed(tonumber(args[2]) * 100 + thread)
  wrk.headers["Content-Type"] = "application/json"
  -- Every text is equally long, so that a request is three strings.
  local text = comments.next("", "")
  local whole = wrk.format("POST", nil, nil, '{"comment":{"text":"' .. text .. tail)
  local at = string.find(whole, text, 1, true)
  before, after = string.sub(whole, 1, at - 1), string.sub(whole, at + #text)
end

function request()
  return comments.next(before, after)
end
