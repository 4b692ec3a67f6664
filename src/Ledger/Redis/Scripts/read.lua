-- 1 id, 2 seq whose body the caller has
return answer(row(argument(1), argument(2)))
