import type { Catalog, Environment, Phase, Service } from '../core/catalog.ts';
import { RESERVED } from '../core/grammar.ts';

/** Something wrong with the catalog, and the keys that lead to it in the file. */
export type Problem = { readonly path: readonly (string | number)[]; readonly message: string };

/** What no single entry can know: how the entries fit together. */
export function checkRules(catalog: Catalog): readonly Problem[] {
  return [
    ...checkNames(catalog),
    ...catalog.environments.flatMap((environment) => checkEnvironment(environment, catalog)),
    ...catalog.services.flatMap((service) => checkService(service, catalog)),
  ];
}

/** Service and environment stand side by side in a command, so no word may mean two things. */
function checkNames({ environments, services }: Catalog): Problem[] {
  const words = [
    ...environments.flatMap((one) => wordsOf('environments', one)),
    ...services.flatMap((one) => wordsOf('services', one)),
  ];
  const owners = new Map<string, string>();
  return words.flatMap(({ word, owner, path }): Problem[] => {
    if (RESERVED.has(word)) return [{ path, message: `“${word}” is a word of the commands` }];
    const other = owners.get(word);
    if (other !== undefined) return [{ path, message: `“${word}” already means ${other}` }];
    owners.set(word, owner);
    return [];
  });
}

type Word = { readonly word: string; readonly owner: string; readonly path: readonly (string | number)[] };

function wordsOf(section: 'environments' | 'services', one: Environment | Service): Word[] {
  const owner = `${section}.${one.name}`;
  return [
    { word: one.name, owner, path: [section, one.name] },
    ...one.aliases.map((word, index) => ({ word, owner, path: [section, one.name, 'aliases', index] })),
  ];
}

function checkEnvironment(environment: Environment, { environments }: Catalog): Problem[] {
  const { name, project, region, deployers, promotesFrom } = environment;
  const problems: Problem[] = [];
  const path = ['environments', name];
  // Locks and freezes are per environment: two names for one place would let two rollouts move the same traffic.
  const twin = environments.find((other) => other.project === project && other.region === region);
  if (twin && twin.name !== name) {
    problems.push({ path: [...path, 'project'], message: `“${twin.name}” already is ${region} of ${project}` });
  }
  if (deployers.users.length + deployers.groups.length === 0) {
    problems.push({ path: [...path, 'deployers'], message: 'nobody could deploy here: name a user or a user group' });
  }
  if (promotesFrom === null) return problems;
  if (!environments.some((other) => other.name === promotesFrom)) {
    problems.push({ path: [...path, 'promotesFrom'], message: `there is no environment “${promotesFrom}”` });
  } else if (comesFromItself(name, environments)) {
    problems.push({ path: [...path, 'promotesFrom'], message: `“${name}” would promote from itself in the end` });
  }
  return problems;
}

function comesFromItself(name: string, environments: readonly Environment[]): boolean {
  const sourceOf = (of: string) => environments.find((one) => one.name === of)?.promotesFrom ?? null;
  const seen = new Set<string>();
  for (let source = sourceOf(name); source !== null && !seen.has(source); source = sourceOf(source)) {
    if (source === name) return true;
    seen.add(source);
  }
  return false;
}

function checkService(
  { name, environments, singleWriter, strategy, phases, probes }: Service,
  catalog: Catalog,
): Problem[] {
  const path = ['services', name];
  const problems: Problem[] = environments.flatMap((env, index): Problem[] => {
    const at = [...path, 'environments', index];
    if (environments.indexOf(env) !== index) return [{ path: at, message: `“${env}” is named twice` }];
    if (catalog.environments.some((one) => one.name === env)) return [];
    return [{ path: at, message: `there is no environment “${env}”` }];
  });
  if (singleWriter && strategy !== 'replace') {
    problems.push({ path: [...path, 'strategy'], message: 'a single writer can only be replaced, never split' });
  }
  if (singleWriter && probes !== null) {
    problems.push({
      path: [...path, 'probes'],
      message: 'a single writer has users from its start: nothing to probe before',
    });
  }
  return [...problems, ...checkPhases(phases, [...path, 'phases']), ...checkSlow(phases, [...path, 'phases'])];
}

/** Requests are counted as slow before anybody knows in which phase they fell: a service has one limit. */
function checkSlow(phases: readonly Phase[], path: readonly (string | number)[]): Problem[] {
  const first = phases[0]?.criteria.slowOverMs;
  return phases.flatMap(({ criteria }, index): Problem[] => {
    if (criteria.slowOverMs === first) return [];
    return [
      { path: [...path, index, 'criteria', 'slowOver'], message: 'slowOver is the same in every phase of a service' },
    ];
  });
}

function checkPhases(phases: readonly Phase[], path: readonly (string | number)[]): Problem[] {
  const problems: Problem[] = phases.flatMap(({ percent }, index): Problem[] => {
    const before = phases[index - 1]?.percent ?? 0;
    if (percent > before) return [];
    return [{ path: [...path, index, 'percent'], message: `phases ascend: ${percent} comes after ${before}` }];
  });
  const last = phases.length - 1;
  if (phases[last]?.percent === 100) return problems;
  return [...problems, { path: [...path, last, 'percent'], message: 'the last phase must be 100' }];
}
