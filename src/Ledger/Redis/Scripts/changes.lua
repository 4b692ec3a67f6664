-- 1 after, 2 limit, 3 id of the job ('' for all)
local after, limit, id = tonumber(argument(1)), argument(2), argument(3)
local entries = {}
if id == '' then
  entries = call('XRANGE', P .. 'changes', text(after + 1) .. '-0', '+', 'COUNT', limit)
else
  for _, sequence in ipairs(call('ZRANGEBYSCORE', P .. 'log:' .. id, '(' .. argument(1), '+inf', 'LIMIT', 0, limit)) do
    entries[#entries + 1] = call('XRANGE', P .. 'changes', sequence .. '-0', sequence .. '-0')[1]
  end
end
local changes = {}
for i, entry in ipairs(entries) do
  local values = {string.match(entry[1], '^%d+')}
  for k = 2, #entry[2], 2 do values[#values + 1] = entry[2][k] end
  changes[i] = values
end
return answer(call('HGET', META, 'first'), changes)
