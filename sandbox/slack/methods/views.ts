import { z } from 'zod';
import { SlackError } from '../slack-error.ts';
import { readView } from '../view-limits.ts';
import { viewOnWire } from '../view-on-wire.ts';
import { type Method, method, name, optionalName } from './method.ts';

const open = method({
  tier: 'tier4',
  scopes: [],
  args: z.looseObject({ trigger_id: name, view: z.unknown() }),
  run: ({ workspace }, args) => {
    const view = workspace.views.open(args.trigger_id, readView(args.view, 'modal'));
    return { view: viewOnWire(workspace, view) };
  },
});

const push = method({
  tier: 'tier4',
  scopes: [],
  args: z.looseObject({ trigger_id: name, view: z.unknown() }),
  run: ({ workspace }, args) => {
    const view = workspace.views.push(args.trigger_id, readView(args.view, 'modal'));
    return { view: viewOnWire(workspace, view) };
  },
});

const update = method({
  tier: 'tier4',
  scopes: [],
  args: z.looseObject({ view_id: optionalName, external_id: optionalName, hash: optionalName, view: z.unknown() }),
  run: ({ workspace }, args) => {
    const id = { viewId: args.view_id, externalId: args.external_id };
    return { view: viewOnWire(workspace, workspace.views.update(id, readView(args.view, 'modal'), args.hash)) };
  },
});

const publish = method({
  tier: 'tier4',
  scopes: [],
  args: z.looseObject({ user_id: name, hash: optionalName, view: z.unknown() }),
  run: ({ workspace }, args) => {
    // Without it in the manifest there is no tab to publish to.
    if (!workspace.directory.app.features.isHomeEnabled) throw new SlackError('not_enabled');
    const user = workspace.directory.user(args.user_id);
    const view = workspace.views.publish(user.id, readView(args.view, 'home'), args.hash);
    return { view: viewOnWire(workspace, view) };
  },
});

export const viewsMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
