/** ISO/IEC 7812: every second digit from the right is doubled, the sum of all digits ends in 0. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const counted = index % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

/** Lengths by country, from SWIFT's registry of IBANs. */
const LENGTHS =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30';
const LENGTH_OF = new Map(LENGTHS.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const));

/**
 * Where the account number at the beginning of `text` ends, blanks and hyphens in it counted; 0: there is none. Its
 * country says how long it is, so what follows it is not taken for a part of it.
 */
export function ibanEnd(text: string): number {
  const length = LENGTH_OF.get(text.slice(0, 2));
  if (length === undefined) return 0;
  let until = 0;
  let written = '';
  while (until < text.length && written.length < length) {
    const character = text[until] ?? '';
    if (character !== ' ' && character !== '-') written += character;
    until += 1;
  }
  const isWhole = written.length === length && !/[A-Za-z0-9]/.test(text[until] ?? '');
  return isWhole && remainder(`${written.slice(4)}${written.slice(0, 4)}`) === 1 ? until : 0;
}

/** ISO 7064: letters count 10 to 35, the number they make leaves 1 when divided by 97. */
function remainder(rearranged: string): number {
  return [...rearranged].reduce((rest, character) => {
    const value = Number.parseInt(character, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
}
