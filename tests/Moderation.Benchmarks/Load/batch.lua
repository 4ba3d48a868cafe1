-- wrk: /v1/comments/batch with 1,000 comments a request as lines of JSON. Arguments: key, seed of the texts.
local folder = debug.getinfo(1, "S").source:match("^@(.*)/") or "."
package.path = folder .. "/?.lua;" .. package.path
local comments = require("comments")
local size, threads, sent = 1000, 0, 0

function setup(thread)
  threads = threads + 1
  thread:set("thread", threads)
end

function init(args)
  seed = args[2] .. "-" .. thread
  comments.seed(tonumber(args[2]) * 100 + thread)
  wrk.method = "POST"
  wrk.path = "/v1/comments/batch"
  wrk.headers["Authorization"] = "Bearer " .. args[1]
  wrk.headers["Content-Type"] = "application/x-ndjson"
end

function request()
  sent = sent + 1
  local lines = {}
  for i = 1, size do
    lines[i] = comments.next(string.format('{"id":"%s-%d-%d","section":"article-%d","text":"', seed, sent, i, i % 97), '"}\n')
  end
  return wrk.format(nil, nil, nil, table.concat(lines))
end
