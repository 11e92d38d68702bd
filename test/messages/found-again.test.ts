import { expect, it } from 'vitest';
import { halfWayNotice } from '../../src/messages/found-again.ts';
import { expectGolden } from './golden.ts';
import { ROLLOUTS } from './rollouts.ts';

const seen =
  'api-gateway-r99887766aa 67 %, api-gateway-r0123456789 33 % now; rollout 0123456789 has left its marks on it, and Slipway knows it no longer; no phase of the catalog has 33 %';
const nextStep = '/rollback api-gateway prod to api-gateway-r99887766aa now';

it('a service that stands half-way is told in the channel, with what was seen and what repairs it', async () => {
  const [notice, ...others] = halfWayNotice(ROLLOUTS.aborted, { kind: 'foundHalfWay', seen, nextStep }, 1);
  expect(others).toEqual([]);
  expect(notice).toMatchObject({ op: 'post', threadKey: null, broadcast: false, urgent: true });
  await expectGolden('half-way', notice ? { text: notice.text, blocks: notice.blocks } : null);
});
