-- Events and amounts by day of arrival (UTC), type and state.
SELECT CAST(e.arrival AS DATE) AS arrived_on, e.type, e.state, COUNT(*) AS events, SUM(e.amount) AS amount
FROM events AS e
GROUP BY CAST(e.arrival AS DATE), e.type, e.state
ORDER BY CAST(e.arrival AS DATE), e.type, e.state
