import type { InputBlock } from '@slack/types';
import { type Catalog, type Environment, findEnvironment, type Service } from '../core/catalog.ts';
import { BLOCKS } from '../core/form.ts';
import { menu, oneOf } from './form-blocks.ts';
import { serviceLine } from './menu-lines.ts';

export function serviceField(service: Service | null): InputBlock {
  return menu({
    id: BLOCKS.service,
    label: 'Service',
    placeholder: 'Type a name',
    optional: false,
    isDecisive: true,
    chosen: service && serviceLine(service),
  });
}

/** Where the service may go. None is ever chosen for anybody. */
export function environmentField(service: Service, env: Environment | null, catalog: Catalog): InputBlock {
  return oneOf({
    id: BLOCKS.env(service.name),
    label: 'Environment',
    optional: false,
    isDecisive: true,
    choices: service.environments.flatMap((name) => {
      const found = findEnvironment(catalog, name);
      return found ? [{ text: name, value: name, description: `${found.project} · ${found.region}` }] : [];
    }),
    chosen: env?.name ?? null,
  });
}
