/**
 * What is known of a send before it begins: the mark of an earlier one, or `lost <since>` where Redis began anew at
 * `since` and the row is not so much younger that no send of it can be forgotten. A Redis that was restored, or whose
 * replica took over, has another run_id; a mark or a settled row of its last moments may be gone.
 *
 * KEYS: 1 marks of the channel, 2 which Redis this is (run, since)
 * ARGV: 1 oid, 2 time of the row, 3 now, 4 how long after the new beginning sends are looked up first
 */
export const DOUBT_SCRIPT = `
local mark = redis.call('HGET', KEYS[1], ARGV[1])
if mark then return mark end
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%x+)')
local known = redis.call('HMGET', KEYS[2], 'run', 'since')
local since = known[2]
if run and known[1] ~= run then
  redis.call('HSET', KEYS[2], 'run', run)
  if known[1] then
    since = ARGV[3]
    redis.call('HSET', KEYS[2], 'since', since)
  end
end
if since and tonumber(ARGV[2]) < tonumber(since) + tonumber(ARGV[4]) then return 'lost ' .. since end
return false
`;

/**
 * Marks that a send begins; 0 when its row is gone or the mark is not the one that was looked into: somebody else sends.
 *
 * KEYS: 1 rows, 2 marks of the channel, 3 print of the message that is drawn anew
 * ARGV: 1 oid, 2 row, 3 the mark that is replaced ('' none), 4 the new mark, 5 forget the print ('1' | '0')
 */
export const BEGIN_SCRIPT = `
if #redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2]) == 0 then return 0 end
if (redis.call('HGET', KEYS[2], ARGV[1]) or '') ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[4])
if ARGV[5] == '1' then redis.call('DEL', KEYS[3]) end
return 1
`;

/** Replaces a mark by another, or removes it (''), if it still is the one that is known. KEYS: 1 marks; ARGV: 1 oid, 2 known, 3 new. */
export const REMARK_SCRIPT = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1
`;

/** KEYS: 1 said before, 2 rows, 3 dirty; ARGV: 1 seconds to remember, 2 channel, 3 now, 4 message */
export const TELL_SCRIPT = `
if not redis.call('SET', KEYS[1], '1', 'EX', ARGV[1], 'NX') then return 0 end
redis.call('XADD', KEYS[2], '*', 'm', ARGV[4])
redis.call('ZADD', KEYS[3], 'NX', ARGV[3], ARGV[2])
return 1
`;

/**
 * Removes rows and mark, remembers the time stamp, the print and, of a card, whose it is; clears the dirty mark when
 * nothing is left. A sender whose mark is no longer there slept while others went on: their mark stays, and what the
 * message shows by now nobody knows.
 *
 * KEYS: 1 rows, 2 marks, 3 time stamp, 4 dirty, 5 thread, 6 print
 * ARGV: 1 oid, 2 channel, 3 ts ('' none), 4 seconds to remember, 5 rollout ('' none), 6 print ('' none),
 *       7 the mark of the send ('' whichever), 8… rows
 */
export const SETTLE_SCRIPT = `
local isOurs = ARGV[7] == '' or redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[7]
if isOurs then redis.call('HDEL', KEYS[2], ARGV[1]) end
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[3], ARGV[3], 'EX', ARGV[4])
  if ARGV[5] ~= '' then redis.call('SET', KEYS[5], ARGV[5], 'EX', ARGV[4]) end
end
if not isOurs then redis.call('DEL', KEYS[6])
elseif ARGV[6] ~= '' then redis.call('SET', KEYS[6], ARGV[6], 'EX', ARGV[4]) end
for i = 8, #ARGV do redis.call('XDEL', KEYS[1], ARGV[i]) end
if redis.call('XLEN', KEYS[1]) == 0 then redis.call('ZREM', KEYS[4], ARGV[2]) end
return 1
`;
