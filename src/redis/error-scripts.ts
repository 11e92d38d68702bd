/**
 * More kinds of errors than this are no kinds; a service that has so many says something else with each line. What was not
 * seen for an hour makes room for what is new.
 */
const MOST_SIGNATURES = 2_000;
/** More instances than this are not told apart. */
const MOST_INSTANCES = 100;
const MOST_VALUES = 8;

/**
 * Counts a batch. A request counts in the minute in which it showed a signature, unless it did so in the minute before:
 * when that is learned late, it moves there. So the order of arrival changes nothing but which values are kept of a place:
 * a batch's counts are added to those that are kept, and the largest stay, so that what came often is there, with at least
 * its count.
 *
 * Minutes of an hour are one text, `;minute requests errors first last…`, times in milliseconds of the minute; instances are
 * one of hashes.
 *
 * KEYS: 1 signatures, 2 examples, 3 values, 4 first, 5 last, then those that rows name by their number
 * ARGV: 1 rows and 2 signatures as JSON, 3 number of a key and 4 field and 5 count of what was not looked at, 6 and 7 when what
 * was last seen makes room and is forgotten, 8 and on: seconds that each key lives, 0 for those that
 * are only read
 */
export const COUNT_ERRORS_SCRIPT = `
local signatures = cjson.decode(ARGV[2])
local changes, order, instances = {}, {}, {}
local function forget(key)
  for i = 1, 4 do redis.call('HDEL', KEYS[i], key) end
  redis.call('ZREM', KEYS[5], key)
end
local function oldest()
  local one = redis.call('ZRANGE', KEYS[5], 0, 0, 'WITHSCORES')
  return one[1], tonumber(one[2])
end
local function isKnown(one)
  if one.known ~= nil then return one.known end
  one.known = redis.call('HEXISTS', KEYS[1], one.key) == 1
  if one.known then
    -- Seen again: it must not make room for what comes after it.
    redis.call('ZADD', KEYS[5], 'GT', one.exampleMs, one.key)
    return true
  end
  if redis.call('HLEN', KEYS[1]) >= ${MOST_SIGNATURES} then
    local key, lastMs = oldest()
    if lastMs > tonumber(ARGV[6]) then return false end
    forget(key)
  end
  redis.call('HSET', KEYS[1], one.key, one.record)
  one.known = true
  return true
end
local function change(tallies, key, minute)
  local name = tallies .. ' ' .. key .. ' ' .. minute
  local one = changes[name]
  if not one then
    one = { tallies = tallies, key = key, minute = minute, requests = 0, errors = 0, first = 60000, last = 0 }
    changes[name] = one
    order[#order + 1] = one
  end
  return one
end
local function countShown(row, shown)
  local one = change(row.tallies, shown.key, row.minute)
  one.errors = one.errors + 1
  one.first = math.min(one.first, row.within)
  one.last = math.max(one.last, row.within)
  if redis.call('SADD', KEYS[shown.requests], shown.request) == 0 then return end
  if redis.call('SISMEMBER', KEYS[shown.before], shown.request) == 0 then one.requests = one.requests + 1 end
  if redis.call('SISMEMBER', KEYS[shown.after], shown.request) == 1 then
    local later = change(row.afterTallies, shown.key, row.afterMinute)
    later.requests = later.requests - 1
  end
end
local function countValues(signature, row)
  signature.counts = signature.counts or {}
  for slot, text in ipairs(row.values) do
    local counts = signature.counts[slot] or {}
    counts[text] = (counts[text] or 0) + 1
    signature.counts[slot] = counts
  end
end
local function countRow(row)
  local signature = signatures[row.signature]
  if redis.call('SADD', KEYS[row.entries], row.entry) == 0 then return end
  if not isKnown(signature) then
    redis.call('HINCRBY', KEYS[row.unread], row.minute, 1)
    return
  end
  signature.firstMs = math.min(signature.firstMs or row.at, row.at)
  signature.lastMs = math.max(signature.lastMs or row.at, row.at)
  for _, shown in ipairs(row.shown) do countShown(row, shown) end
  countValues(signature, row)
  if row.instance then
    local name = row.instances .. ' ' .. signature.key .. ' ' .. row.instance
    instances[name] = { row.instances, signature.key, row.instance }
  end
end
local function keepTally(one)
  local all = redis.call('HGET', KEYS[one.tallies], one.key) or ''
  local from, till, requests, errors, first, last = string.find(all, ';' .. one.minute .. ' (%d+) (%d+) (%d+) (%d+)')
  local text = string.format(';%d %d %d %d %d', one.minute, (requests or 0) + one.requests, (errors or 0) + one.errors,
    math.min(tonumber(first or 60000), one.first), math.max(tonumber(last or 0), one.last))
  if from then text = string.sub(all, 1, from - 1) .. text .. string.sub(all, till + 1) else text = all .. text end
  redis.call('HSET', KEYS[one.tallies], one.key, text)
end
local function keepInstance(number, key, instance)
  local all = redis.call('HGET', KEYS[number], key) or ''
  if #all >= ${MOST_INSTANCES} * (#instance + 1) or string.find(all, ' ' .. instance, 1, true) then return end
  redis.call('HSET', KEYS[number], key, all .. ' ' .. instance)
end
local function keepValues(one)
  local slots = {}
  local kept = cjson.decode(redis.call('HGET', KEYS[3], one.key) or '[]')
  for slot, counts in ipairs(one.counts) do
    for _, pair in ipairs(kept[slot] or {}) do counts[pair[1]] = (counts[pair[1]] or 0) + pair[2] end
    local all = {}
    for text, count in pairs(counts) do all[#all + 1] = { text, count } end
    table.sort(all, function(a, b) if a[2] ~= b[2] then return a[2] > b[2] end return a[1] < b[1] end)
    slots[slot] = {}
    for i = 1, math.min(#all, ${MOST_VALUES}) do slots[slot][i] = all[i] end
  end
  if #slots > 0 then redis.call('HSET', KEYS[3], one.key, cjson.encode(slots)) end
end
local function keepSignature(one)
  local first = redis.call('HGET', KEYS[4], one.key)
  if not first or tonumber(first) > one.firstMs then redis.call('HSET', KEYS[4], one.key, one.firstMs) end
  local last = redis.call('ZSCORE', KEYS[5], one.key)
  if not last or tonumber(last) < one.lastMs then redis.call('ZADD', KEYS[5], one.lastMs, one.key) end
  local shownMs, shown = string.match(redis.call('HGET', KEYS[2], one.key) or '', '^(%d+) (.*)$')
  local isNewer = not shownMs or tonumber(shownMs) < one.exampleMs
  if isNewer or (tonumber(shownMs) == one.exampleMs and one.example < shown) then
    redis.call('HSET', KEYS[2], one.key, string.format('%d ', one.exampleMs) .. one.example)
  end
  keepValues(one)
end
local key, lastMs = oldest()
while key and lastMs < tonumber(ARGV[7]) do
  forget(key)
  key, lastMs = oldest()
end
for _, row in ipairs(cjson.decode(ARGV[1])) do countRow(row) end
for _, one in ipairs(order) do keepTally(one) end
for _, one in pairs(instances) do keepInstance(unpack(one)) end
for _, one in ipairs(signatures) do if one.firstMs then keepSignature(one) end end
if tonumber(ARGV[5]) > 0 then redis.call('HINCRBY', KEYS[tonumber(ARGV[3])], ARGV[4], ARGV[5]) end
for i = 1, #KEYS do
  if ARGV[i + 7] ~= '0' then redis.call('EXPIRE', KEYS[i], ARGV[i + 7]) end
end
return 1
`;

/**
 * One moment of all that is known of some revisions in some hours. Examples and values are read of the signatures that they
 * showed; the others are known too, for they tell what belongs together.
 *
 * KEYS: 1 signatures, 2 first, 3 examples, 4 values, then tallies, instances, and what was not looked at
 * ARGV: 1 how many keys of tallies there are
 */
export const READ_ERRORS_SCRIPT = `
local counted, shown = {}, {}
for i = 5, #KEYS do counted[i - 4] = redis.call('HGETALL', KEYS[i]) end
for i = 1, tonumber(ARGV[1]) do
  for field = 1, #counted[i], 2 do shown[counted[i][field]] = true end
end
local known = {}
local records = redis.call('HGETALL', KEYS[1])
for field = 1, #records, 2 do
  local key = records[field]
  local one = { key, records[field + 1], redis.call('HGET', KEYS[2], key), false, false }
  if shown[key] then
    one[4], one[5] = redis.call('HGET', KEYS[3], key), redis.call('HGET', KEYS[4], key)
  end
  known[#known + 1] = one
end
return { known, counted }
`;
