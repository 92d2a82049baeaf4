"""The pages and parts of 坐席工作台."""
