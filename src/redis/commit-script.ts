/** The newest of one rollout; hardly any comes to a hundred. */
export const EVENTS_KEPT = 10_000;
/** The newest of one rollout, some 3 KB each; most come to a dozen, and one that turns with every look must not fill Redis. */
export const JUDGED_KEPT = 1_000;

/**
 * The one way a rollout changes: compare its version, then write state, event, messages, lock, fence and the time of the
 * next look, all or nothing. Returns {code, value}: 1 done (new version), 2 done before by the same commit id (a lost
 * reply that was sent again), 0 another version, 3 locked by another rollout (its id), 4 a higher fence is out.
 *
 * KEYS: 1 record, 2 lock, 3 fence, 4 due, 5 rollouts, 6 events, 7 outbox, 8 dirty, 9 freeze, 10 served, 11 queue, 12 judged
 * ARGV: 1 expected version, 2 commit id, 3 state, 4 rollout id, 5 due at ('' none), 6 lock ('hold' | 'free' | 'none' | 'queue'),
 *       7 fence, 8 event ('' none), 9 its place in the list (its end, else its start), 10 freeze ('' none), 11 served ('' none), 12 channel, 13 now,
 *       14 seconds until record and events are forgotten ('' never), 15 listed among the rollouts ('1' | '0'),
 *       16 rollouts with an earlier place are listed no longer, 17 event before the event ('' none), 18 verdict that made the
 *       change ('' none), 19… messages
 */
export const COMMIT_SCRIPT = `
local seen = redis.call('HMGET', KEYS[1], 'v', 'commit')
if seen[2] == ARGV[2] then return {2, seen[1]} end
if (seen[1] or '0') ~= ARGV[1] then return {0, seen[1] or '0'} end
local id = ARGV[4]
local holder = redis.call('GET', KEYS[2])
if ARGV[6] == 'hold' then
  if holder and holder ~= id then return {3, holder} end
  local fence = tonumber(redis.call('GET', KEYS[3]) or '0')
  if fence > tonumber(ARGV[7]) then return {4, tostring(fence)} end
  redis.call('SET', KEYS[2], id)
  redis.call('SET', KEYS[3], ARGV[7])
elseif ARGV[6] == 'free' and holder == id then
  redis.call('DEL', KEYS[2])
end
if ARGV[6] == 'queue' then redis.call('ZADD', KEYS[11], 'NX', ARGV[13], id) else redis.call('ZREM', KEYS[11], id) end
local version = ARGV[1] + 1
redis.call('HSET', KEYS[1], 'v', version, 'commit', ARGV[2], 's', ARGV[3])
if ARGV[15] == '1' then redis.call('ZADD', KEYS[5], ARGV[9], id) else redis.call('ZREM', KEYS[5], id) end
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', '(' .. ARGV[16])
if ARGV[5] == '' then redis.call('ZREM', KEYS[4], id) else redis.call('ZADD', KEYS[4], ARGV[5], id) end
for _, event in ipairs({ ARGV[17], ARGV[8] }) do
  if event ~= '' then redis.call('XADD', KEYS[6], 'MAXLEN', '~', ${EVENTS_KEPT}, '*', 'v', version, 'at', ARGV[13], 'e', event) end
end
if ARGV[18] ~= '' then
  redis.call('RPUSH', KEYS[12], ARGV[18])
  redis.call('LTRIM', KEYS[12], -${JUDGED_KEPT}, -1)
end
if ARGV[10] ~= '' then redis.call('SET', KEYS[9], ARGV[10]) end
if ARGV[11] ~= '' then redis.call('SET', KEYS[10], ARGV[11]) end
if ARGV[14] ~= '' then
  redis.call('EXPIRE', KEYS[1], ARGV[14])
  redis.call('EXPIRE', KEYS[6], ARGV[14])
  redis.call('EXPIRE', KEYS[12], ARGV[14])
end
for i = 19, #ARGV do
  redis.call('XADD', KEYS[7], '*', 'm', ARGV[i])
  redis.call('ZADD', KEYS[8], 'NX', ARGV[13], ARGV[12])
end
return {1, tostring(version)}
`;

export const COMMIT_COMMAND = 'slipwayCommit';
export const COMMIT_KEYS = 12;
