-- Comments of exactly 200 characters, each text distinct: what readers write, from clauses of our own, in an order that no two
-- threads share.
local clauses = {
  "I read the whole article twice and still", "the council promised this years ago but", "nobody asked the people who live here",
  "my neighbour says the same about", "honestly this was a good read and", "the numbers in the second table look wrong",
  "you can't just close the road for a month", "what about the buses after eight", "thanks for explaining how it works",
  "I disagree with the author on one point", "the old library was open on Sundays", "we paid for this with our taxes",
  "it's the same story every single summer", "where did you find those figures", "as a nurse I see this every week",
  "they should have asked an engineer first", "that is not what the report says", "the comments here are better than the piece",
  "I was there on Saturday and it was calm", "let us wait for what the court decides", "my kids walk past it on their way to school",
  "prices went up again last month", "could somebody post a link to the plan", "this paper used to check its facts",
  "I don't think he meant it that way", "the photo shows another bridge, by the way", "great work by the volunteers",
  "why is this behind a paywall", "we moved away because of the noise", "it rained all week and nobody came",
  "the new manager seems to know the game", "I'd rather have trees than parking", "please stop calling it a crisis",
  "the damn thing never worked anyway", "that goal should have counted", "she answered every question they asked",
  "small shops are closing one by one", "my grandmother grew up in that street", "there is a simple cure for this",
  "read the law before you complain", "the band played until midnight", "I would pay twice for a train that runs",
}

local M = {}
local count = 0
local tails = {}

-- Where a thread's texts begin, so that neither threads nor runs send the same text. All but the number is made beforehand, and the
-- number always has seven digits: whoever sends takes its time from whom it measures.
function M.seed(id)
  M.name = "No. " .. id .. "."
  math.randomseed(id)
  count = 1000000
  for i = 1, 4096 do
    local parts, length = {}, 0
    while length < 200 do
      local clause = clauses[math.random(#clauses)]
      parts[#parts + 1] = clause
      length = length + 1 + #clause
    end
    tails[i] = string.sub(": " .. table.concat(parts, " "), 1, 200 - #M.name - 7)
  end
end

-- The next text, between what stands before and after it.
function M.next(before, after)
  count = count + 1
  return before .. M.name .. count .. tails[count % 4096 + 1] .. after
end

return M
