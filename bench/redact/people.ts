import { DIGITS, type Dice, LOWER, UPPER } from './dice.ts';

export function mailAddress(dice: Dice): string {
  const user = dice.of([
    dice.word(7, LOWER),
    `${dice.word(4, LOWER)}.${dice.word(6, LOWER)}+log`,
    `jös${dice.word(4, LOWER)}`,
    `山${dice.word(4, LOWER)}`,
  ]);
  const host = dice.of(['example.com', 'mail.example.co.uk', 'münchen.example', 'xn--e1afmkfd.xn--p1ai', '163.com']);
  return `${user}@${host}`;
}

const BRANDS = [
  ['4', 16],
  ['52', 16],
  ['2345', 16],
  ['37', 15],
  ['6011', 16],
  ['3528', 16],
  ['3056', 14],
] as const satisfies readonly (readonly [string, number])[];

export function cardNumber(dice: Dice): string {
  const [prefix, length] = dice.of<readonly [string, number]>(BRANDS);
  const body = `${prefix}${dice.word(length - prefix.length - 1, DIGITS)}`;
  const digits = `${body}${checkDigit(body)}`;
  const separator = dice.of(['', ' ', '-']);
  const groups = length === 16 ? /(.{4})(.{4})(.{4})(.{4})/ : /(.{4})(.{6})(.{4,5})()/;
  return (groups.exec(digits) ?? [])
    .slice(1)
    .filter((group) => group !== '')
    .join(separator);
}

function checkDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

export function iban(dice: Dice): string {
  const [country, bank, length] = dice.of([
    ['DE', '', 22],
    ['GB', dice.word(4, UPPER), 22],
    ['BE', '', 16],
    ['NL', dice.word(4, UPPER), 18],
    ['FR', '', 27],
  ]);
  const account = `${bank}${dice.word(length - 4 - bank.length, DIGITS)}`;
  const number = [...`${account}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  const check = String(98n - (BigInt(number) % 97n)).padStart(2, '0');
  const written = `${country}${check}${account}`;
  return dice.below(2) === 0 ? written : (written.match(/.{1,4}/g) ?? []).join(' ');
}

export function socialNumber(dice: Dice): string {
  return `${100 + dice.below(500)}-${10 + dice.below(89)}-${1_000 + dice.below(8_999)}`;
}

export function phoneNumber(dice: Dice): string {
  return dice.of([
    `+1 (${200 + dice.below(700)}) 555-${1_000 + dice.below(8_999)}`,
    `+49${dice.word(1, '123456789')}${dice.word(9, DIGITS)}`,
    `+44 20 ${dice.word(4, DIGITS)} ${dice.word(4, DIGITS)}`,
    `+33 6 ${dice.word(2, DIGITS)} ${dice.word(2, DIGITS)} ${dice.word(2, DIGITS)} ${dice.word(2, DIGITS)}`,
  ]);
}
