import { setTimeout as sleep } from 'node:timers/promises';
import { startTown, type Town } from '../sandbox/town/town.ts';
import { CanaryLife } from './detect/canary-life.ts';
import { type Case, casesOf } from './detect/cases.ts';
import { detectCatalog } from './detect/catalog.ts';
import { type Detection, figuresOf } from './detect/figures.ts';
import { tellOfPastHour } from './detect/past-hour.ts';
import { readOptions } from './measure/options.ts';
import { finish, resultLine, say } from './measure/result.ts';

const { repeats, others, minutes, workers, leadS } = readOptions({
  repeats: 6,
  others: 2,
  minutes: 10,
  workers: 2,
  leadS: 30,
});

/** Between two deploys, so that looks and log entries of one do not fall together with those of all. */
const BETWEEN_DEPLOYS_MS = 1_300;
/** As late as logs may be on a usual day; metrics come as late as at Google. */
const LOG_DELAY_MS = [5_000, 15_000] as const;
const AS_SLOW_AS_GOOGLE = 1;
const MINUTE_MS = 60_000;

/** How long bad canaries go on, with production's times, from the first failed request to the rollback's write. */
async function main(): Promise<void> {
  const cases = casesOf(repeats, others);
  say(`Starting ${cases.length} services, web and ${workers} workers …`);
  const town = await startTown({
    ...{ webs: 0, workers: 0, factor: AS_SLOW_AS_GOOGLE, catalogText: detectCatalog(cases, minutes + 5) },
    google: { logDelayMs: LOG_DELAY_MS },
  });
  try {
    for (const one of cases) giveTraffic(town, one);
    await Promise.all([town.start('web'), ...Array.from({ length: workers }, () => town.start('worker'))]);
    say(`Deploying in ${leadS} s …`);
    await sleep(leadS * 1000);
    const detections = await Promise.all(cases.map((one, nth) => follow(town, one, nth)));
    process.stdout.write(resultLine(figuresOf(detections)));
  } finally {
    await town.stop();
  }
}

function giveTraffic({ google: { model }, serviceName }: Town, { service, requestsPerSecond }: Case): void {
  const name = serviceName(service, 'prod');
  const [, project = '', , region = ''] = name.split('/');
  const revision = model.run.record(name).trafficStatuses[0]?.revision ?? '';
  model.traffic.setRate(name, requestsPerSecond);
  tellOfPastHour(model, { project, region, service, revision }, requestsPerSecond, Date.now());
}

async function follow(town: Town, one: Case, nth: number): Promise<Detection> {
  await sleep(nth * BETWEEN_DEPLOYS_MS);
  const life = new CanaryLife(one, town);
  await life.deploy();
  const detection = await life.detected(Date.now() + minutes * MINUTE_MS);
  const { tookMs } = detection;
  say(`${one.service}: ${tookMs === null ? `not rolled back in ${minutes} min` : `${(tookMs / 1000).toFixed(1)} s`}`);
  return detection;
}

finish(main());
