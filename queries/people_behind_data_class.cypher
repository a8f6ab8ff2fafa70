// +++
// name = "people_behind_data_class"
// title = "People behind a class of data"
// question = "Whose data of this class are held, of how many people, and when were they counted?"
// kind = "read"
// twin = "graphrisk.analysis.evidence:Evidence"
// params.data_class = {type = "text", help = "class of data, such as health or national_id"}
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.organization_id = {type = "text"}
// returns.organization = {type = "text"}
// returns.sector = {type = "text"}
// returns.people = {type = "integer", unit = "people", help = "latest count; never summed over classes or organizations"}
// returns.counted_on = {type = "date"}
// returns.source = {type = "text"}
// returns.record_id = {type = "text"}
// order = ["people desc", "organization_id"]
// +++
// Of several counts the latest one, of several of one day the one with the last id.
MATCH (o:Organization)-[h:HOLDS]->(d:DataClass {id: $data_class})
WHERE h.subjects IS NOT NULL
WITH o, d, max(coalesce(h.counted_on, '')) AS latest
MATCH (o)-[h:HOLDS]->(d)
WHERE h.subjects IS NOT NULL AND coalesce(h.counted_on, '') = latest
WITH o, d, max(h.id) AS last_id
MATCH (o)-[h:HOLDS]->(d)
WHERE h.id = last_id
RETURN o.id AS organization_id, o.name AS organization, o.sector AS sector, h.subjects AS people,
       h.counted_on AS counted_on, h.source AS source, h.id AS record_id
ORDER BY people DESC, organization_id
LIMIT $limit
