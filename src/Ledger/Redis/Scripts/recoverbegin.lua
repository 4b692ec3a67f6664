-- 1 new incarnation, 2 no epoch up to this one is given any more, 3 epochs to skip; then incarnations that it descends from, beside its own
wrote = true
call('HSET', P .. 'ancestors', ARGV[1], NOW)
for i = FIRST_ARGUMENT + 3, #ARGV do call('HSET', P .. 'ancestors', ARGV[i], NOW) end
-- What nodes granted before can be committed no more, and no tree that was opened before admits anything.
for _, cluster in ipairs(call('SMEMBERS', P .. 'opened')) do call('DEL', P .. 'nodes:' .. cluster) end
call('DEL', P .. 'opened', P .. 'trees')
local epoch = math.max(tonumber(call('HGET', META, 'epoch')), tonumber(argument(2))) + tonumber(argument(3))
call('HDEL', META, 'lacks')
call('HSET', META, 'incarnation', argument(1), 'recovering', NOW, 'epoch', text(epoch))
return answer()
