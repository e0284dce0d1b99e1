-- wrk: the peer's own generator (same persons, same bodies), sent to our path; every answer is checked.
-- PEER_LUA: the peer's post.lua. REGISTER_PATH: our path. REWRITE: lines "from<TAB>to", words of the body that we name
-- otherwise. Answers are good if 201 with a number; the caller then counts the rows in the database.
dofile(os.getenv("PEER_LUA"))

local path = os.getenv("REGISTER_PATH")
local rewrite = {}
for from, to in (os.getenv("REWRITE") or ""):gmatch("([^\t\n]+)\t([^\t\n]*)") do
  rewrite[#rewrite + 1] = { from = from, to = to }
end

local function plain_replace(text, from, to)
  local a, b = text:find(from, 1, true)
  return a and text:sub(1, a - 1) .. to .. text:sub(b + 1) or text
end

local format = wrk.format
wrk.format = function(method, _, headers, body)
  -- wrk itself formats one request without a body when it starts.
  for _, pair in ipairs(body and rewrite or {}) do body = plain_replace(body, pair.from, pair.to) end
  return format(method, path, headers, body)
end

function response(status, _, body)
  if status == 201 and body:find('"number"%s*:%s*"[^"]+"') then
    ok = ok + 1
  else
    bad = bad + 1
    if bad <= 3 then io.stderr:write("bad answer ", status, " ", body:sub(1, 300), "\n") end
  end
end
