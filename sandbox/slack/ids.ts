import { isObject, type JsonObject, objectsIn, stringIn } from './json.ts';

/** Where a block has several elements that can be acted on. */
const interactiveLists: Readonly<Record<string, string>> = {
  actions: 'elements',
  context_actions: 'elements',
  card: 'actions',
};

/** Numbers things of one workspace in order, so that two runs with the same seed name them alike. */
export class Ids {
  #count = 0;

  /** For example `V000000001` for a view. */
  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count.toString(36).toUpperCase().padStart(9, '0')}`;
  }

  /** Fills in `block_id` and `action_id` where the app gave none, as Slack does. */
  block(block: JsonObject): JsonObject {
    const named: JsonObject = { block_id: this.next('b'), ...block };
    for (const key of ['accessory', 'element']) {
      const element = block[key];
      if (isObject(element)) named[key] = this.#element(element);
    }
    const list = interactiveLists[stringIn(block, 'type') ?? ''];
    if (list !== undefined && list in block) named[list] = objectsIn(block, list).map((each) => this.#element(each));
    for (const inner of ['child_blocks', ...(block['type'] === 'carousel' ? ['elements'] : [])]) {
      if (inner in block) named[inner] = objectsIn(block, inner).map((each) => this.block(each));
    }
    return named;
  }

  #element(element: JsonObject): JsonObject {
    return element['type'] === 'image' ? element : { action_id: this.next('a'), ...element };
  }
}
