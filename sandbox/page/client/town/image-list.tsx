import { useState } from 'react';
import type { BehaviourRow, ImageRow, TownOrder } from '../../protocol/town.ts';
import { TownTable } from './town-table.tsx';

type Props = {
  readonly images: readonly ImageRow[];
  readonly behaviours: readonly BehaviourRow[];
  readonly send: (order: TownOrder) => void;
};

const GOOD_FOR_SECONDS = 30;

/** What the images of one service do, newest last, and a way to have one do something else. */
export function ImageList({ images, behaviours, send }: Props) {
  const names = [...new Set(images.map(({ image }) => image))];
  const [chosen, setChosen] = useState('');
  const [isLate, setIsLate] = useState(false);
  const name = names.includes(chosen) ? chosen : (names[0] ?? '');
  return (
    <section aria-labelledby="town-images">
      <h3 id="town-images">Images</h3>
      <div className="town-controls">
        <label>
          Of
          <select value={name} onChange={({ target }) => setChosen(target.value)}>
            {names.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label>
          <input type="checkbox" checked={isLate} onChange={({ target }) => setIsLate(target.checked)} />
          what I choose below begins after {GOOD_FOR_SECONDS} s of traffic
        </label>
      </div>
      <TownTable caption={`Images of ${name}`} columns={['Tag', 'What it does', 'Make it']}>
        {images
          .filter(({ image }) => image === name)
          .map((image) => (
            <tr key={image.digest}>
              <th scope="row">
                <span className="town-tag">{image.tag}</span>
              </th>
              <td className="town-words">{image.does}</td>
              <td>
                <BehaviourChoice
                  image={image}
                  behaviours={behaviours}
                  choose={(behaviour) => {
                    const goodForSeconds = isLate ? GOOD_FOR_SECONDS : 0;
                    send({ do: 'behaviour', digest: image.digest, behaviour, goodForSeconds });
                  }}
                />
              </td>
            </tr>
          ))}
      </TownTable>
    </section>
  );
}

type ChoiceProps = {
  readonly image: ImageRow;
  readonly behaviours: readonly BehaviourRow[];
  readonly choose: (behaviour: string) => void;
};

function BehaviourChoice({ image, behaviours, choose }: ChoiceProps) {
  return (
    <select
      aria-label={`What ${image.tag} does`}
      value={image.behaviour ?? ''}
      onChange={({ target }) => choose(target.value)}
    >
      {image.behaviour === null && <option value="">of its own</option>}
      {behaviours.map(({ name, does }) => (
        <option key={name} value={name} title={does}>
          {name}
        </option>
      ))}
    </select>
  );
}
