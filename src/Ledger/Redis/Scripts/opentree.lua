-- 1 root, 2 token
wrote = true
call('HSET', P .. 'trees', argument(1), argument(2))
return answer()
