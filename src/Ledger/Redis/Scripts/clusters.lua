-- How a cluster is kept: a hash of its own, and its name among all. Versions are ticks: too large for Lua's numbers, so they stay text.
local CONFIGURED, REGISTERED, REMOVING = 0, 1, 2
local FIELDS = {'spec', 'labels', 'uid', 'by', 'at', 'version', 'state'}

local function clusterkey(name) return P .. 'cluster:' .. name end

local function findcluster(name)
  local values = call('HMGET', clusterkey(name), unpack(FIELDS))
  if not values[1] then return nil end
  local cluster = {name = name}
  for i, field in ipairs(FIELDS) do cluster[field] = values[i] end
  cluster.state = tonumber(cluster.state)
  return cluster
end

-- The cluster as the caller reads it; false when there is none.
local function clusterrow(cluster)
  return cluster and {cluster.spec, cluster.uid, cluster.by, cluster.at, cluster.version, cluster.state} or false
end

local function setcluster(cluster)
  wrote = true
  call('ZADD', P .. 'clusters', 0, cluster.name)
  call('HSET', clusterkey(cluster.name), 'spec', cluster.spec, 'labels', cluster.labels, 'uid', cluster.uid, 'by', cluster.by,
    'at', cluster.at, 'version', cluster.version, 'state', cluster.state)
end

-- How it is entered, which is long and seldom asked for, and so no part of the row.
local function hasaccess(name) return call('HSTRLEN', clusterkey(name), 'access') > 0 end

local function setaccess(name, access)
  wrote = true
  if access == '' then call('HDEL', clusterkey(name), 'access') else call('HSET', clusterkey(name), 'access', access) end
end

local function padded(number) return string.rep('0', 19 - #number) .. number end

-- The moment, or one more than the version before, whichever is later. Redis itself adds: it counts in 64 bits.
local function nextversion(known, moment)
  local version = known and known.version or '0'
  if padded(version) < moment then return string.match(moment, '^0*(%d+)$') end
  call('HINCRBY', clusterkey(known.name), 'version', 1)
  return call('HGET', clusterkey(known.name), 'version')
end
