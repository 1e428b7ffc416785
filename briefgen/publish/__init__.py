"""Publishing: what a host holds compared with what it should hold, and the steps from one to the other."""
