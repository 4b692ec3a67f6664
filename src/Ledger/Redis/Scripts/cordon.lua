-- 1 target, 2 most cordons; to set one: 3 reason, 4 by, 5 since
local target = argument(1)
local known = call('HGET', P .. 'cordons', target)
if not argument(3) then
  if known then
    wrote = true
    call('HDEL', P .. 'cordons', target)
    call('ZREM', P .. 'cordoned', target)
  end
  return answer('none')
end
if known then
  local reason, by, since = unpack(cmsgpack.unpack(known))
  if reason == argument(3) and by == argument(4) then return answer('stands', since) end
elseif call('HLEN', P .. 'cordons') >= tonumber(argument(2)) then
  return answer('full')
end
wrote = true
call('HSET', P .. 'cordons', target, cmsgpack.pack({argument(3), argument(4), argument(5)}))
call('ZADD', P .. 'cordoned', 0, target)
return answer('stands', argument(5))
