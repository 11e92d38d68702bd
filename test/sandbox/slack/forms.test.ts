import { describe, expect, test } from 'vitest';
import { exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { titles, withOpen } from './open-form.ts';
import { button, section, silence } from './town.ts';

const { ana } = exampleUsers;
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const input = (block_id: string, element: JsonObject, more: JsonObject = {}) => ({
  ...{ type: 'input', block_id, label: plain(block_id), element: { action_id: 'field', ...element } },
  ...more,
});
const modal = (blocks: JsonObject[], more: JsonObject = {}) => ({
  ...{ type: 'modal', title: plain('Deploy'), submit: plain('Plan'), callback_id: 'deploy', blocks },
  ...more,
});
const reason = input('reason', { type: 'plain_text_input' });

describe('fields are checked before anything is sent', () => {
  const required = 'Please complete this required field.';
  test.for<[string, JsonObject, string | undefined, string | undefined]>([
    ['left empty', reason, undefined, required],
    ['emptied again', reason, '', required],
    ['optional and empty', input('reason', { type: 'plain_text_input' }, { optional: true }), undefined, undefined],
    [
      'too short',
      input('reason', { type: 'plain_text_input', min_length: 5 }),
      'slow',
      'Please use at least 5 characters.',
    ],
    [
      'too long',
      input('reason', { type: 'plain_text_input', max_length: 3 }),
      'slow',
      'Please use at most 3 characters.',
    ],
    ['over 3,000', reason, 'x'.repeat(3001), 'Please use at most 3000 characters.'],
    [
      'no number',
      input('reason', { type: 'number_input', is_decimal_allowed: false }),
      'few',
      'Please enter a valid number.',
    ],
    [
      'a half',
      input('reason', { type: 'number_input', is_decimal_allowed: false }),
      '0.5',
      'Please enter a valid number.',
    ],
    [
      'too small a number',
      input('reason', { type: 'number_input', is_decimal_allowed: true, min_value: '1' }),
      '0.5',
      'Please enter 1 or more.',
    ],
    ['no address', input('reason', { type: 'email_text_input' }), 'ana', 'Please enter a valid email address.'],
    ['no URL', input('reason', { type: 'url_text_input' }), 'not a url', 'Please enter a valid URL.'],
    ['no choice', input('reason', { type: 'static_select', options: [option('prod')] }), undefined, required],
    [
      'too many choices',
      input('reason', {
        ...{ type: 'multi_static_select', max_selected_items: 1, options: [option('a'), option('b')] },
      }),
      'a,b',
      'Please choose at most 1.',
    ],
    ['filled by the app', input('reason', { type: 'plain_text_input', initial_value: 'slow' }), undefined, undefined],
  ])('%s', async ([, field, entered, error]) => {
    const { submit, heard } = await withOpen(modal([field]));
    const { outcome, errors } = await submit(entered === undefined ? {} : { reason: entered });
    expect(errors).toEqual(error === undefined ? null : { reason: error });
    expect([outcome, heard.length]).toEqual(error === undefined ? ['answered', 1] : ['not_sent', 0]);
  });

  test('all at once', async () => {
    const { submit } = await withOpen(modal([reason, input('ticket', { type: 'plain_text_input' })]));
    expect(Object.keys((await submit({})).errors ?? {})).toEqual(['reason', 'ticket']);
  });
});

describe('the state of a form', () => {
  test('holds every field, as the app filled it or the person did, in shapes of Slack', async () => {
    const { workspace, heard, viewId } = await withOpen(
      modal([
        input('service', { type: 'static_select', options: [option('api')], initial_option: option('api') }),
        input('image', { type: 'external_select', min_query_length: 0 }),
        input('checks', { type: 'checkboxes', options: [option('a'), option('b')] }, { optional: true }),
        input('when', { type: 'datepicker' }, { optional: true }),
        { ...section('Env'), block_id: 'env', accessory: { type: 'users_select', action_id: 'who' } },
      ]),
    );
    const state = { image: { field: { type: 'external_select', selected_option: option('v2') } } };
    await workspace.submitView({ userId: ana, viewId, state });
    expect(heard[0]?.payload['view']).toMatchObject({
      state: {
        values: {
          service: { field: { type: 'static_select', selected_option: option('api') } },
          image: { field: { type: 'external_select', selected_option: option('v2') } },
          checks: { field: { type: 'checkboxes', selected_options: [] } },
          when: { field: { type: 'datepicker', selected_date: null } },
          env: { who: { type: 'users_select', selected_user: null } },
        },
      },
    });
  });

  test('outlives an update where block and action keep their ids', async () => {
    const { workspace, client, viewId, heard, submit } = await withOpen(
      modal([reason, input('gone', { type: 'plain_text_input' })]),
    );
    const field = (value: string) => ({ field: { type: 'plain_text_input', value } });
    await workspace.pressInView({
      ...{ userId: ana, viewId, blockId: 'reason', actionId: 'field' },
      ...{ element: { value: 'slow' }, values: { gone: field('x') } },
    });
    await client.apiCall('views.update', { view_id: viewId, view: modal([reason]) });
    await submit({});
    expect(heard[0]?.payload['view']).toMatchObject({ state: { values: { reason: field('slow') } } });
  });
});

describe('a control in a view', () => {
  const press = { userId: ana, blockId: 'env', actionId: 'field' };
  const select = { type: 'static_select', options: [option('prod')] };
  const picked = { selected_option: option('prod') };

  test('in an input that dispatches is told to the app, with the view it stands in', async () => {
    const { workspace, viewId, heard } = await withOpen(modal([input('env', select, { dispatch_action: true })]));
    const { outcome } = await workspace.pressInView({ ...press, viewId, element: picked });
    expect(outcome).toBe('answered');
    expect(heard[0]?.payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: viewId },
      view: { id: viewId, state: { values: { env: { field: picked } } } },
      actions: [{ type: 'static_select', action_id: 'field', block_id: 'env', ...picked }],
    });
    expect(heard[0]?.payload).not.toHaveProperty('response_url');
  });

  test('in an input that does not dispatch is remembered, and told to nobody', async () => {
    const { workspace, viewId, heard, top } = await withOpen(modal([input('env', select)]));
    expect((await workspace.pressInView({ ...press, viewId, element: picked })).outcome).toBe('not_sent');
    expect([heard, top()?.entered['env']?.['field']]).toMatchObject([[], picked]);
  });

  test('that is gone meanwhile is refused in words', async () => {
    const { workspace, client, viewId, heard } = await withOpen(
      modal([input('env', select, { dispatch_action: true })]),
    );
    await client.apiCall('views.update', { view_id: viewId, view: modal([reason]) });
    const pressed = await workspace.pressInView({ ...press, viewId, element: picked });
    expect(pressed.because).toContain('changed meanwhile');
    expect(heard).toEqual([]);
  });

  test('whose app does not answer shows trouble', async () => {
    const actions = { type: 'actions', block_id: 'env', elements: [button('field', 'More', 'x')] };
    const { workspace, viewId } = await withOpen(modal([actions]), () => silence);
    expect((await workspace.pressInView({ ...press, viewId })).because).toContain('trouble');
  });
});

describe('what the app answers to a submission', () => {
  const next = modal([section('Really?')], { title: plain('Sure?') });
  const wrong = (field: string) => ({ response_action: 'errors', errors: { [field]: 'Say more' } });

  test.for<[string, unknown, unknown[], JsonObject]>([
    ['nothing closes the view', undefined, [], { errors: null, because: null }],
    ['update replaces it', { response_action: 'update', view: next }, [plain('Sure?')], { errors: null }],
    ['push puts one on it', { response_action: 'push', view: next }, [plain('Deploy'), plain('Sure?')], {}],
    ['clear closes all', { response_action: 'clear' }, [], {}],
    ['errors stand beside their fields', wrong('reason'), [plain('Deploy')], { errors: { reason: 'Say more' } }],
    ['errors of no field are trouble', wrong('title'), [plain('Deploy')], { errors: null }],
    ['a view over a limit is trouble', { response_action: 'update', view: {} }, [plain('Deploy')], { errors: null }],
    ['silence is trouble', silence, [plain('Deploy')], { errors: null, outcome: 'operation_timeout' }],
  ])('%s', async ([, answer, shown, submitted]) => {
    const { submit, workspace } = await withOpen(modal([reason]), () => answer);
    expect(await submit({ reason: 'slow' })).toMatchObject(submitted);
    expect(titles(workspace)).toEqual(shown);
  });

  test('a second submission while the first is under way is delivered too', async () => {
    const { submit, heard, workspace } = await withOpen(modal([reason]));
    const outcomes = await Promise.all([submit({ reason: 'slow' }), submit({ reason: 'slow' })]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect([heard.length, titles(workspace)]).toEqual([2, []]);
  });
});
