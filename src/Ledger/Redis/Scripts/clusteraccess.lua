-- 1 name
return answer(call('HGET', clusterkey(argument(1)), 'access'))
