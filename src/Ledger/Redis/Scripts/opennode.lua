-- 1 cluster, 2 node, 3 token
wrote = true
call('SADD', P .. 'opened', argument(1))
call('HSET', P .. 'nodes:' .. argument(1), argument(2), argument(3))
local claims = {}
for _, id in ipairs(call('ZRANGE', P .. 'claims:' .. argument(1) .. '/' .. argument(2), 0, -1)) do
  claims[#claims + 1] = {id, call('HGET', jobkey(id), 'attempt'), call('HGET', bodykey(id), 'placement')}
end
return answer(claims)
