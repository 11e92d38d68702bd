import { createRoot } from 'react-dom/client';
import './styles.ts';
import { rememberedPerson } from './live/remember.ts';
import { Store } from './live/store.ts';
import { StoreContext } from './live/use-store.ts';
import { Page } from './page/page.tsx';
import { HOME, placeOf } from './place/place.ts';
import { applyTheme } from './theme/theme.ts';

applyTheme();
const store = new Store(rememberedPerson(), placeOf(location.pathname, location.search) ?? HOME);
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StoreContext value={store}>
      <Page />
    </StoreContext>,
  );
