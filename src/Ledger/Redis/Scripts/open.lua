-- Finds the ledger, or makes it. KEYS[1] meta; ARGV: 1 incarnation of a new one, 2 version of the layout.
local meta = redis.call('HMGET', KEYS[1], 'incarnation', 'counter', 'change', 'version')
if meta[1] then
  -- Silos that died without a goodbye long ago.
  redis.call('ZREMRANGEBYRANK', string.sub(KEYS[1], 1, -5) .. 'writers', 0, -10001)
  return meta
end
redis.call('HSET', KEYS[1], 'incarnation', ARGV[1], 'version', ARGV[2], 'counter', 1, 'change', 0, 'first', 1, 'seq', 0, 'epoch', 0)
return {ARGV[1], '1', '0', ARGV[2]}
