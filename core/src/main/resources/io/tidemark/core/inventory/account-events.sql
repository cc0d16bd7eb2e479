-- What touched an account, or was refused there, since a time of arrival.
SELECT e.arrival, e.key, e.version_id, e.state, e.code, e.amount,
       CASE WHEN e.target_account = ${account} THEN e.target_sequence ELSE e.sequence END AS sequence
FROM events AS e
WHERE (e.account = ${account} OR e.target_account = ${account})
  AND e.arrival >= ${since}
ORDER BY e.arrival, e.key, e.version_id
