"""Settings: base is shared; dev runs on one machine; test is for pytest; production reads only the environment."""
