-- Before every script: is this the store that the caller means, and has it all that the caller knows it had?
-- KEYS[1] the ledger's meta hash; every other key lies under the same prefix, and so in the same slot.
-- ARGV: 1 incarnation, 2 highest counter that this silo saw, 3 this silo's name among the writers,
-- 4 highest counter of its own acknowledged writes, 5 now (ticks, 19 digits), 6 entries of the event log to keep.
local call = redis.call
local META = KEYS[1]
local P = string.sub(META, 1, -5)
local NOW = ARGV[5]
local FIRST_ARGUMENT = 7

local meta = call('HMGET', META, 'incarnation', 'counter', 'change', 'first', 'recovering', 'lacks')
if meta[1] ~= ARGV[1] then return {'INCARNATION', meta[1] or ''} end

-- Others may not have seen what is gone: they are told by the store itself. One that takes no writes cannot be marked.
local function behind(found, known)
  redis.pcall('HSET', META, 'lacks', known)
  return {'BEHIND', found, known}
end

if tonumber(meta[2]) < tonumber(ARGV[2]) then return behind(meta[2], ARGV[2]) end
if ARGV[4] ~= '0' then
  -- The counter alone may have been driven up again by others; what this silo wrote last may not be gone either.
  local own = call('ZSCORE', P .. 'writers', ARGV[3])
  if not own or tonumber(own) < tonumber(ARGV[4]) then return behind(own or '0', ARGV[4]) end
end

local wrote, change = false, meta[3]

local function argument(n) return ARGV[FIRST_ARGUMENT - 1 + n] end

-- Numbers become text with all their digits: Lua's own way would round them.
local function text(number) return string.format('%.0f', number) end

-- Every answer: what the guard goes by, then what was asked for.
local function answer(...)
  local counter = meta[2]
  if wrote then
    counter = call('HINCRBY', META, 'counter', 1)
    call('ZADD', P .. 'writers', counter, ARGV[3])
  end
  return {'OK', counter, change, wrote and 1 or 0, ...}
end
