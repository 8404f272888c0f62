// The store's health check, run by mongosh: makes the replica set the first time, then says whether it has a primary.
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "needfire", members: [{ _id: 0, host: "store:27017" }] });
}
quit(db.hello().isWritablePrimary ? 0 : 1);
