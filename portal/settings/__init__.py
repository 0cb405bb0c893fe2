"""base is shared; dev is for one machine; test for pytest; production reads only the environment."""
