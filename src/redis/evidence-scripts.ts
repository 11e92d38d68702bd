/**
 * Counts a batch. A client counts in the bucket of its first failure of the minute: when an earlier one arrives late, it
 * moves there, so that the order of arrival changes nothing. Counts are kept in the order of KINDS.
 *
 * KEYS: 1 journal, then those that rows name by their number (from 1)
 * ARGV: 1 rows as JSON, 2 oldest entry of the journal to keep, 3 and on: seconds that each key lives
 */
export const COUNT_SCRIPT = `
local changes, order, fresh = {}, {}, 0
local function change(row, bucket, kind, by)
  local name = row.counts .. ' ' .. bucket
  local one = changes[name]
  if not one then
    one = { counts = row.counts, revision = row.revision, bucket = bucket, 0, 0, 0, 0, 0 }
    changes[name] = one
    order[#order + 1] = one
  end
  one[kind] = one[kind] + by
end
local function countClient(row)
  local first = redis.call('HGET', KEYS[row.clients], row.client)
  if first and tonumber(first) <= tonumber(row.bucket) then return end
  redis.call('HSET', KEYS[row.clients], row.client, row.bucket)
  change(row, row.bucket, 5, 1)
  if first then change(row, first, 5, -1) end
end
for _, row in ipairs(cjson.decode(ARGV[1])) do
  if redis.call('SADD', KEYS[row.entries], row.entry) == 1 then
    fresh = fresh + 1
    for _, kind in ipairs(row.kinds) do change(row, row.bucket, kind, 1) end
    if row.client then countClient(row) end
  end
end
local told = {}
for i, one in ipairs(order) do
  local kept, kind = { 0, 0, 0, 0, 0 }, 0
  for count in string.gmatch(redis.call('HGET', KEYS[one.counts], one.bucket) or '', '%S+') do
    kind = kind + 1
    kept[kind] = tonumber(count)
  end
  for each = 1, 5 do kept[each] = kept[each] + one[each] end
  redis.call('HSET', KEYS[one.counts], one.bucket, table.concat(kept, ' '))
  told[i] = one.revision .. ' ' .. one.bucket .. ' ' .. table.concat(one, ' ')
end
if #told > 0 then
  redis.call('XADD', KEYS[1], '*', 'buckets', table.concat(told, ';'))
  redis.call('XTRIM', KEYS[1], 'MINID', '~', ARGV[2])
end
for i = 1, #KEYS do redis.call('EXPIRE', KEYS[i], ARGV[i + 2]) end
return fresh
`;

/**
 * Keeps the newest value of each minute; what says nothing new leaves no entry.
 *
 * KEYS: 1 journal, then hours; ARGV: 1 oldest entry of the journal to keep, 2 seconds to live, then for each minute the
 * number of its hour's key, its name and its value
 */
export const MINUTES_SCRIPT = `
local told = {}
for i = 3, #ARGV, 3 do
  local hour, name, value = KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 2]
  if redis.call('HGET', hour, name) ~= value then
    redis.call('HSET', hour, name, value)
    told[#told + 1] = value
  end
end
if #told > 0 then
  redis.call('XADD', KEYS[1], '*', 'minutes', '[' .. table.concat(told, ',') .. ']')
  redis.call('XTRIM', KEYS[1], 'MINID', '~', ARGV[1])
end
for i = 1, #KEYS do redis.call('EXPIRE', KEYS[i], ARGV[2]) end
return #told
`;

/**
 * Alerts have a stream of their own beside, under the same ids: the list that stood at some moment may be older than all
 * else that is read.
 *
 * KEYS: 1 journal, 2 alerts, 3 alerts before; ARGV: 1 the list as JSON, 2 oldest entry of the journal to keep, 3 seconds to
 * live, 4 how many lists are kept
 */
export const ALERTS_SCRIPT = `
if (redis.call('GET', KEYS[2]) or '[]') ~= ARGV[1] then
  local id = redis.call('XADD', KEYS[1], '*', 'alerts', '')
  redis.call('XTRIM', KEYS[1], 'MINID', '~', ARGV[2])
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[4], id, 'alerts', ARGV[1])
  redis.call('SET', KEYS[2], ARGV[1])
end
for i = 1, #KEYS do redis.call('EXPIRE', KEYS[i], ARGV[3]) end
return 1
`;
