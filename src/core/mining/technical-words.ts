/**
 * Words that hold a digit and are words all the same: what they say does not vary from one error to the next. In lower
 * case; none is longer than `LONGEST_TECHNICAL_WORD`.
 */
const TECHNICAL_WORDS = new Set(
  (
    'ipv4 ipv6 socks4 socks5 http2 http3 h2 h2c utf8 utf16 utf32 latin1 sha1 sha224 sha256 sha384 sha512 md5 crc32 x509 ' +
    'p12 base32 base64 oauth1 oauth2 s3 ec2 k8s log4j log4j2 slf4j neo4j win32 win64 x86 x64 amd64 x86_64 i386 i686 arm64 ' +
    'aarch64 ext2 ext3 ext4 int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 i8 i16 i32 i64 u8 u16 u32 ' +
    'u64 f32 f64 p2p b2b i18n l10n h264 h265 mp3 mp4 bz2 v8 lz4 es6 e2e web3 psycopg2 urllib3 boto3 jinja2 ' +
    'python2 python3 sqlite3 libc6 ed25519 curve25519'
  ).split(' '),
);

export const LONGEST_TECHNICAL_WORD = 10;

export function isTechnicalWord(run: string): boolean {
  return TECHNICAL_WORDS.has(run.toLowerCase());
}
